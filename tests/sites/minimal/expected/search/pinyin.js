R("pinyin","ban办;bu不;che车;du度;duo度;fa发法;fou不;fu不;gong公;guan管;hao号;jian健建;ju局车;li理立;me没;mei没;mo没;nian年;ning年;qi示;quan全;ri日;ru月;shi示;wei有立;wu务;xiao号;yi印;yin印;yong用;you有;yue月;zhai度;zhi制示")
