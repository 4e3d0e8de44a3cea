/** Words that name no thing in the picture: how it is made, how it feels, and words too wide to draw. */
export const quietWords: ReadonlySet<string> = new Set(
  `a an the of in on at by with and or to from for into onto under over near beside behind between through across along around above below
  is are was were be been being it its this that these those there here he she they his her their them him i you we my your our me us
  who which what where when how very really so too just only also still more most much less than then as like if but not no
  picture image photo photograph photography painting drawing illustration artwork art sketch render rendering rendered cartoon anime comic
  poster wallpaper background foreground scene scenery view landscape portrait closeup close up shot style styled aesthetic design concept
  oil watercolor watercolour acrylic pencil ink digital vector flat minimal minimalist minimalistic realistic photorealistic hyperrealistic
  surreal abstract impressionist ghibli pixar disney detailed detail details intricate quality high highly low resolution hd uhd 4k 8k ultra
  beautiful gorgeous stunning pretty cute lovely nice amazing epic majestic dramatic cinematic atmospheric atmosphere mood moody vibrant vivid
  colorful colourful color colour colors colours tone tones light lights lighting lit shadow shadows bright soft sharp focus bokeh lens camera
  peaceful quiet calm serene lonely alone happy sad angry funny magical magic mystical mysterious fantasy fairytale tale story dream old young
  new ancient modern futuristic classic traditional sitting standing walking running looking watching playing sleeping eating drinking holding
  wearing riding driving reading singing dancing jumping resting waiting next front back side top bottom left right center centre middle
  day time moment way thing things stuff something someone everything nothing world nature animal animals creature creatures food drink
  letter text word words line lines shape shapes pattern texture end start begin bit lot kind sort part piece set group herd pack
  distance horizon air ground weather season life love peace joy hope fun freedom power speed energy work job game sport activity
  event holiday vacation travel trip journey adventure summer spring autumn fall sound face head eye body person's full half
  hot cold wet dry fast slow free open closed empty great good bad best better first last one's made make makes making create generate draw
  show shows showing give please want need let create style masterpiece award winning trending artstation unreal octane please best
  group album cover logo view silhouette easter halloween birthday card greeting invitation banner mascot emblem icon sticker badge isometric row side sides
  jazz blues song songs track single ep lofi hip hop pop techno ballad melancholic melody band tune soundtrack playlist artwork lyrics verse
  wooden paper plastic leather
  outside outdoors outdoor
  html body div span script src href img alert br www http https com null undefined true false`.split(/\s+/),
)
